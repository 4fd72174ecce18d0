INSERT INTO files SELECT * FROM previous.files
