UPDATE good SET {changes} WHERE {conditions}
