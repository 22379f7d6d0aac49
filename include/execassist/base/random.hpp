// Chance, for spreading retries.
#pragma once

namespace execassist {

double random_spread();  // uniform in [-1, 1)

}  // namespace execassist
