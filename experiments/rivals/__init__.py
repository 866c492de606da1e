"""What else would have been predicted from the same positions: classical point predictions beside the simulation's."""
