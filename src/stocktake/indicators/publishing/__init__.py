"""From what was loaded to what is public: under a policy for each dataflow."""
