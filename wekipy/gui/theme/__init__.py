"""How everything looks: colours, sizes, type, icons, and the style sheet made from them."""
