// E-mail addresses as they go into a message: nothing that stands in one, or in the name beside it,
// can add another recipient or header.
#pragma once

#include <string>
#include <string_view>

namespace execassist::channels {

// Why SES would not take it as one plain address, "ada@example.com", in words that follow its name
// ("is empty"); empty when it would. SES knows neither quoted nor internationalized local parts.
std::string address_objection(std::string_view address);

// "\"Ada Byron\" <ada@example.com>" (RFC 5322); a name that is not plain ASCII becomes encoded
// words (RFC 2047) of at most 75 characters each. REQUIRES: no objection to the address.
std::string mailbox(std::string_view name, std::string_view address);

}  // namespace execassist::channels
