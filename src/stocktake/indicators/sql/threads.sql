SET threads = {number}
