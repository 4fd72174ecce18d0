"""How far a commitment is kept: what States claim, experts say and figures show, side by side."""
