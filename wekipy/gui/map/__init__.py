"""The examples in two dimensions, with the live input among them."""
