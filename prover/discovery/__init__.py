"""What is true of a figure: seen in drawings, confirmed exactly, ranked by how unexpected it is."""
