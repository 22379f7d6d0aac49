// Where things are on this machine, by the XDG base directory specification (which ignores relative
// values). Every answer is absolute; nothing is made or opened here.
#pragma once

#include <string>

namespace execassist::platform {

// $HOME, else what the user database says. Throws Error{failed} when neither knows.
std::string home_folder();

// "~" and "~/..." mean home_folder; other relative paths start in the working folder. ".." stays:
// only the kernel knows what it means behind a symbolic link. Empty stays empty.
std::string absolute_path(const std::string& path);

// $EXECASSIST_CONFIG, else $XDG_CONFIG_HOME/execassist/config.yaml, else under ~/.config.
std::string default_config_path();

// $XDG_DATA_HOME/execassist/execassist.db, else under ~/.local/share.
std::string default_store_path();

// An IANA name: $TZ, else /etc/localtime, else /etc/timezone, else "UTC". Only names that
// Zone::find knows.
std::string machine_zone_name(const std::string& etc_folder = "/etc");

}  // namespace execassist::platform
