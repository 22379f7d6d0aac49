// What most files of src parse: the standard library only, so that it is built once. Not
// <filesystem> nor <iomanip>: their std::quoted would be found in place of ours.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

// In C++20 libstdc++ 12 leaves all of std::string to every file that uses it. These are compiled
// once, in strings.cpp, with the same sanitizers. An optimised build wants to inline them.
#ifdef EXECASSIST_STRINGS_ONCE
extern template class std::basic_string<char>;
extern template class std::basic_string_view<char>;
#endif
