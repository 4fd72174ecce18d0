SELECT {columns} FROM ({relation})
