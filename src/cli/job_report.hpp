// How the jobs that cron calls tell people what they did: failures on stderr always, results for
// those who look, silence when nothing happened and nobody looks.
#pragma once

#include "app/tick.hpp"
#include "cli/invocation.hpp"
#include "wire/json.hpp"

#include <execassist/base/error.hpp>

#include <optional>
#include <string>
#include <vector>

namespace execassist::cli {

void tell_sync(Invocation& call, const app::SyncReport& report);
void tell_prep(Invocation& call, const app::PrepReport& report);
void tell_builds(Invocation& call, const app::BuildReport& report);
void tell_delivery(Invocation& call, const app::DeliveryReport& report);

// The JSON result of a job that may have delivered in it: what could not be written is owed again.
void print_result(Invocation& call, const app::Scope& scope, const wire::Json& result,
                  const std::vector<const app::DeliveryReport*>& deliveries);

// "3 new, 1 moved ..."; what is zero is left out, "nothing to do" when all is.
std::string summary_of(const app::TickReport& report);

int code_of(const std::optional<ErrorKind>& verdict);

// Results of a job in words are wanted: something happened, or a person looks at the screen.
bool worth_telling(Invocation& call, bool something_happened);

}  // namespace execassist::cli
