"""All algorithms side by side: how fast they learn and answer, and how well; as figures, page and picture."""
