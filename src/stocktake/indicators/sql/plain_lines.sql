SELECT {item} FROM ({relation})
