SELECT {columns} FROM observations WHERE {conditions} {ends}
