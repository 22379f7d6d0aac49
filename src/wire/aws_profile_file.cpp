#include "wire/aws_profile_file.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <utility>

namespace execassist::wire {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kProfileWord = "profile";

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_comment(std::string_view text) { return text.starts_with('#') || text.starts_with(';'); }

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string_view without_quotes(std::string_view name) {
  const bool quoted = name.size() >= 2 && name.front() == name.back() &&
                      (name.front() == '"' || name.front() == '\'');
  return quoted ? trim(name.substr(1, name.size() - 2)) : name;
}

// The profile that a section is about; empty: it is about something else. `title` stands between
// the brackets.
std::string_view profile_name(std::string_view title, AwsFileKind kind) {
  if (kind == AwsFileKind::credentials || title == "default") return without_quotes(title);
  if (!title.starts_with(kProfileWord)) return {};
  const std::string_view name = title.substr(kProfileWord.size());
  const bool apart = !name.empty() && (is_blank(name[0]) || name[0] == '"' || name[0] == '\'');
  return apart ? without_quotes(trim(name)) : std::string_view{};
}

// Takes one line after the other; the state is what an indented line may belong to.
class ProfileReader {
 public:
  explicit ProfileReader(AwsFileKind kind) : kind_(kind) {}

  // False when the line makes no sense.
  bool take(std::string_view line) {
    const std::string_view text = trim(line);
    if (text.empty() || is_comment(text)) return true;
    const auto indent = static_cast<std::size_t>(
        std::find_if_not(line.begin(), line.end(), is_blank) - line.begin());
    // Settings may be indented too; what stands deeper than the last one belongs to it.
    if (!key_.empty() && indent > key_indent_) return take_continuation(text);
    return text.front() == '[' ? take_title(text) : take_setting(text, indent);
  }

  AwsProfiles finish() {
    keep_setting();
    return std::move(profiles_);
  }

 private:
  bool take_title(std::string_view text) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view rest = trim(text.substr(end + 1));
    if (!rest.empty() && !is_comment(rest)) return false;
    const std::string_view title = trim(text.substr(1, end - 1));
    if (title.empty()) return false;
    keep_setting();
    const std::string_view name = profile_name(title, kind_);
    profile_ = name.empty() ? nullptr : &profiles_[std::string(name)];
    in_section_ = true;
    return true;
  }

  bool take_setting(std::string_view text, std::size_t indent) {
    const auto sign = text.find_first_of("=:");
    if (!in_section_ || sign == std::string_view::npos || sign == 0) return false;
    keep_setting();
    key_ = lower_case(trim(text.substr(0, sign)));
    key_indent_ = indent;
    value_ = trim(text.substr(sign + 1));
    return true;
  }

  bool take_continuation(std::string_view text) {
    if (!value_.empty()) value_.append("\n").append(text);  // else a nested setting
    return true;
  }

  // Only now is it known to be whole.
  void keep_setting() {
    if (profile_ != nullptr && !key_.empty()) profile_->set(key_, std::move(value_));
    key_.clear();
    value_.clear();
  }

  AwsFileKind kind_;
  AwsProfiles profiles_;
  AwsProfile* profile_ = nullptr;  // null: the section is none
  bool in_section_ = false;
  std::string key_;  // of the last setting of the section; empty: none yet
  std::size_t key_indent_ = 0;
  std::string value_;
};

std::optional<AwsProfiles> fail(std::string* why, std::string reason) {
  if (why != nullptr) *why = std::move(reason);
  return std::nullopt;
}

}  // namespace

Secret AwsProfile::secret(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? Secret{} : found->second;
}

std::string AwsProfile::first_key(std::string_view prefix) const {
  for (auto each = values_.lower_bound(prefix);
       each != values_.end() && each->first.starts_with(prefix); ++each) {
    if (!each->second.empty()) return each->first;
  }
  return {};
}

void AwsProfile::set(const std::string& key, std::string value) {
  values_[key] = Secret(std::move(value));
}

std::optional<AwsProfiles> parse_aws_profiles(std::string_view text, AwsFileKind kind,
                                              std::string* why) {
  if (text.size() > kLargestAwsFile) return fail(why, "larger than 1 MiB");
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  ProfileReader reader(kind);
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    if (!reader.take(text.substr(0, end))) {
      return fail(why,
                  "line " + std::to_string(number) + " is neither a [section] nor a key = value");
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return reader.finish();
}

}  // namespace execassist::wire
