// For the tests: all of them use GoogleTest, many RapidCheck.
#pragma once

#include "standard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
