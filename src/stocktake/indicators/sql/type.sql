CREATE TYPE {name} AS ENUM ({codes})
