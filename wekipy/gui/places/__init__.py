"""Files and folders of this machine: choosing, showing, dropping."""
