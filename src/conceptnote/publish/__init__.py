"""From the output folder to where people find the papers: what may be published, and one module a target."""
