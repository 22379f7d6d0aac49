// The code that core.hpp keeps out of all other files.
#include <string>
#include <string_view>

template class std::basic_string<char>;
template class std::basic_string_view<char>;
