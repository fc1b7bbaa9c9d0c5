"""Server: the address, the processes, what a request has to be; knows nothing of what is shown."""
