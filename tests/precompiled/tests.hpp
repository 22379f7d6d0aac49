// What most tests parse. No header of ours: a change to it would compile every test again, and its
// inline functions would cost the tests that do not use them.
#pragma once

#include "core.hpp"

#include <atomic>
#include <deque>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <doctest/doctest.h>
