/* SPDX-License-Identifier: MIT
 *
 * test.h - cmocka with its headers in the order it needs.
 */
#ifndef TESTS_LIB_TEST_H
#define TESTS_LIB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The number of elements of an array: for tables of cases. */
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* A path below the source folder, wherever make check runs. Static buffer. */
const char *test_source(const char *relative);

/* Fails with the case's name, got and want, where they differ. */
void test_same(const char *name, const char *got, const char *want);

/* How many descriptors this process has open: the same before and after what
 * must not leak one. */
int test_open_descriptors(void);

/* A memory file of these bytes, sealed or not; the caller closes it. */
int test_memory_file(const char *data, size_t len, bool sealed);

#endif
