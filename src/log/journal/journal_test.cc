#include "log/journal/journal.h"

#include <gtest/gtest.h>

TEST(JournalTest, Links) {}
