-- Where observations come from: FILE_NO of an observation points here.
CREATE TABLE files (
    number INTEGER PRIMARY KEY, name VARCHAR, sha256 VARCHAR, format VARCHAR,
    publisher VARCHAR, title VARCHAR, edition VARCHAR, as_of VARCHAR, licence VARCHAR,
    url VARCHAR, taken_at TIMESTAMPTZ
)
