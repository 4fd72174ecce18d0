SELECT packed AS "#packed", value AS "#value", place + {before} AS "#row" FROM {name}
