"""Server: requests and the path they come by, whatever the pages show."""
