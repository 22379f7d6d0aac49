#include "platform/secret_resolver.hpp"

#include "platform/local_files.hpp"
#include "support/error_of.hpp"
#include "support/scoped_variable.hpp"
#include "support/scratch_folder.hpp"

#include <chrono>
#include <optional>
#include <string>

#include <doctest/doctest.h>

namespace execassist::platform {
namespace {

using testing::error_of;
using testing::ScopedVariable;
using testing::ScratchFolder;

std::optional<std::string> resolved(const std::string& text,
                                    std::chrono::milliseconds limit = std::chrono::seconds{10}) {
  LocalFiles files;
  const auto secret =
      SecretResolver(files, limit).resolve(SecretReference{text, {}}, "slack.bot_token");
  if (!secret) return std::nullopt;
  return secret->reveal();
}

std::string refusal(const std::string& text,
                    std::chrono::milliseconds limit = std::chrono::seconds{10}) {
  const auto error = error_of([&] { resolved(text, limit); });
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::configuration);
  CHECK(error->hint().find("hunter2") == std::string::npos);
  return error->message();
}

TEST_CASE("env: and literals") {
  const ScopedVariable set("EXECASSIST_TEST_TOKEN", "hunter2");
  const ScopedVariable empty("EXECASSIST_TEST_EMPTY", "");
  const ScopedVariable unset("EXECASSIST_TEST_UNSET", std::nullopt);
  CHECK(resolved("env:EXECASSIST_TEST_TOKEN") == "hunter2");
  CHECK_FALSE(resolved("env:EXECASSIST_TEST_EMPTY"));
  CHECK_FALSE(resolved("env:EXECASSIST_TEST_UNSET"));
  CHECK_FALSE(resolved(""));
  CHECK(resolved("xoxb-1:2") == "xoxb-1:2");
  CHECK(refusal("env:") == "slack.bot_token: env: names no variable");
}

TEST_CASE("file: one private file, without its last line break") {
  const ScratchFolder folder;
  CHECK(resolved("file:" + folder.write("a", "hunter2\n")) == "hunter2");
  CHECK(resolved("file:" + folder.write("b", "hunter2\r\n")) == "hunter2");
  CHECK(resolved("file:" + folder.write("c", "hunter2")) == "hunter2");
  CHECK(resolved("file:" + folder.write("d", "two\nlines\n\n")) == "two\nlines\n");
  const ScopedVariable home("HOME", folder.path());
  CHECK(resolved("file:~/a") == "hunter2");

  const std::string open = folder.write("open", "hunter2", 0644);
  CHECK(refusal("file:" + open) ==
        "slack.bot_token: " + open + ": mode 0644 lets others read the secret in it");
  CHECK(refusal("file:" + folder.at("no")) ==
        "slack.bot_token: " + folder.at("no") + ": no such file or directory");
  CHECK(refusal("file:" + folder.write("empty", "\n")) ==
        "slack.bot_token: " + folder.at("empty") + ": is empty");
  CHECK(refusal("file:" + folder.write("large", std::string(65 * 1024, 'x'))).find("larger than") !=
        std::string::npos);
  CHECK(refusal("file:relative") == "slack.bot_token: file: needs a whole path");
  CHECK(refusal("file:") == "slack.bot_token: file: needs a whole path");
}

TEST_CASE("command: its first line, and never a word of it in an error") {
  CHECK(resolved("command:printf 'hunter2\\nmore\\n'") == "hunter2");
  CHECK(resolved("command: echo \"hunter 2\"") == "hunter 2");
  CHECK(refusal("command:sh -c 'echo hunter2; exit 3'") ==
        "slack.bot_token: its command ended with exit status 3");
  CHECK(refusal("command:/no/hunter2") ==
        "slack.bot_token: its command cannot be run: no such file or directory");
  CHECK(refusal("command:sleep 30", std::chrono::milliseconds{50}) ==
        "slack.bot_token: its command gave no answer within 1 s");
  CHECK(refusal("command:yes hunter2") == "slack.bot_token: its command printed more than 64 KiB");
  CHECK(refusal("command:true") == "slack.bot_token: its command printed nothing");
  CHECK(refusal("command:") == "slack.bot_token: command: is empty or has an open quote");
  CHECK(refusal("command:echo 'hunter2") ==
        "slack.bot_token: command: is empty or has an open quote");
}

}  // namespace
}  // namespace execassist::platform
