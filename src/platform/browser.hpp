// The person's browser, where there is a desktop session.
#pragma once

#include <string>

namespace execassist::platform {

// Starts it and does not wait for it to end. False when there is no display or no program that
// opens addresses. No shell; the address is one argument.
bool open_in_browser(const std::string& url);

}  // namespace execassist::platform
