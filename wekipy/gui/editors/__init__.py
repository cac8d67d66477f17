"""Side sheets in which an output is set up while everything goes on."""
