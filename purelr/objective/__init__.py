"""The mathematics: the objective F, its gradient and its Hessian, as sums over blocks of rows."""
