"""Everything between the network and the chat or the API: accounts, limits, headers, the queue."""
