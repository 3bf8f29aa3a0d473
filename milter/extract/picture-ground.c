/* SPDX-License-Identifier: MIT
 *
 * picture-ground.c - how much of a picture is even ground.
 *
 * BUGS: paper photographed in bad light may be taken for no ground at all.
 */
#include "extract/picture-ground.h"

#ifdef HAVE_TESSERACT

#include <leptonica/allheaders.h>

#include "base/limits.h"

/* Greys on either side of the commonest that count with it. */
#define NEAR 8
#define GREYS 256
/* Pixels looked at: every so many-th of a large picture. */
#define SAMPLE (250u * 1000)

static int
share_of_commonest(const float *count)
{
	float all = 0, best = 0;

	for (int i = 0; i < GREYS; i++) {
		float near = 0;

		all += count[i];
		for (int k = i - NEAR; k <= i + NEAR; k++)
			near += k >= 0 && k < GREYS ? count[k] : 0;
		if (near > best)
			best = near;
	}
	return all > 0 ? (int)(100 * best / all) : -1;
}

static int
ground_of(PIX *p)
{
	PIX *grey = pixConvertTo8(p, 0);
	double pixels;
	NUMA *counts;
	int factor = 1, ret = -1;

	if (grey == NULL)
		return -1;
	pixels = (double)pixGetWidth(grey) * pixGetHeight(grey);
	while (pixels / factor / factor > SAMPLE)
		factor++;
	counts = pixGetGrayHistogram(grey, factor);
	if (counts != NULL && numaGetCount(counts) == GREYS)
		ret = share_of_commonest(numaGetFArray(counts, L_NOCOPY));
	numaDestroy(&counts);
	pixDestroy(&grey);
	return ret;
}

int
picture_ground(const char *data, size_t len)
{
	int format, width, height, bits, samples, map, ret;
	const l_uint8 *bytes = (const l_uint8 *)data;
	PIX *p;

	setMsgSeverity(L_SEVERITY_NONE);
	if (pixReadHeaderMem(bytes, len, &format, &width, &height, &bits,
		&samples, &map) != 0 ||
	    (double)width * height > (double)LIMIT_PICTURE_PIXELS)
		return -1;
	p = pixReadMem(bytes, len);
	if (p == NULL)
		return -1;
	ret = ground_of(p);
	pixDestroy(&p);
	return ret;
}

#else

int
picture_ground(const char *data, size_t len)
{
	(void)data;
	(void)len;
	return -1;
}

#endif
