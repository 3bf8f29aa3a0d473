/* SPDX-License-Identifier: MIT
 *
 * process_tree.c - what a process and all it started have cost, from /proc.
 *
 * BUGS: reads parent by parent, so a process that starts and ends meanwhile
 * may be missed until its parent has waited for it.
 */
#include "bench/process_tree.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TREE_MAX 4096

struct process {
	pid_t pid;
	pid_t parent;
	double waited; /* CPU seconds of children that were waited for */
};

/* Reads the fields after the name, which may itself hold blanks and ')'. */
static int
read_process(pid_t pid, struct process *ret)
{
	char path[64], line[1024], *p;
	unsigned long user, system;
	int parent;
	size_t n;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (f == NULL)
		return -1;
	n = fread(line, 1, sizeof line - 1, f);
	fclose(f);
	line[n] = '\0';
	p = strrchr(line, ')');
	if (p == NULL ||
	    sscanf(p + 1,
		" %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %lu %lu",
		&parent, &user, &system) != 3)
		return -1;
	*ret = (struct process){pid, parent,
	    (double)(user + system) / (double)sysconf(_SC_CLK_TCK)};
	return 0;
}

static size_t
read_all(struct process *all, size_t max)
{
	DIR *d = opendir("/proc");
	struct dirent *e;
	size_t n = 0;
	long pid;

	while (d != NULL && n < max && (e = readdir(d)) != NULL) {
		pid = strtol(e->d_name, NULL, 10);
		if (pid > 0 && read_process((pid_t)pid, &all[n]) == 0)
			n++;
	}
	if (d != NULL)
		closedir(d);
	return n;
}

/* Puts root and its descendants first and returns how many they are. */
static size_t
read_tree(pid_t root, struct process *all)
{
	size_t n = read_all(all, TREE_MAX), in = 0, before, i, j;
	struct process swap;

	do {
		before = in;
		for (i = in; i < n; i++) {
			for (j = 0; j < in; j++)
				if (all[i].parent == all[j].pid)
					break;
			if (all[i].pid != root && j == in)
				continue;
			swap = all[in];
			all[in++] = all[i];
			all[i] = swap;
		}
	} while (in > before);
	return in;
}

/* The process's own clock, which counts nanoseconds and ended threads. */
static double
own_cpu(pid_t pid)
{
	struct timespec t;
	clockid_t id;

	if (clock_getcpuclockid(pid, &id) != 0 || clock_gettime(id, &t) < 0)
		return 0;
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double
process_tree_cpu(pid_t root)
{
	static struct process all[TREE_MAX];
	size_t n = read_tree(root, all), i;
	double sum = 0;

	for (i = 0; i < n; i++)
		sum += all[i].waited + own_cpu(all[i].pid);
	return sum;
}

static double
pss_of(pid_t pid)
{
	char path[64], line[256];
	double kb = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	f = fopen(path, "r");
	if (f == NULL)
		return 0;
	while (fgets(line, sizeof line, f) != NULL)
		if (sscanf(line, "Pss: %lf", &kb) == 1)
			break;
	fclose(f);
	return kb / 1024;
}

double
process_tree_pss(pid_t root)
{
	static struct process all[TREE_MAX];
	size_t n = read_tree(root, all), i;
	double sum = 0;

	for (i = 0; i < n; i++)
		sum += pss_of(all[i].pid);
	return sum;
}
