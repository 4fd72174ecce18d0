SET temp_directory = {sorting};
ATTACH {path} AS release (ROW_GROUP_SIZE {rows});
USE release
