SELECT {columns} FROM observations WHERE {where} {ends} {order} {most}
