"""A small library of our own invention: five papers of different fields."""

from __future__ import annotations

from datetime import date

from paperchat.types import Record

TIDEPOOL = Record(
    title="TidePool: Sharing Caches Between Edge Servers",
    text=(
        "Edge servers keep copies of popular files, but each server decides alone what to keep. "
        "However, neighbouring servers often hold the same files, so scarce memory is wasted. "
        "We propose TidePool, a protocol in which neighbours gossip about what they hold and "
        "drop what is near anyway. "
        "We evaluate TidePool on traces of 42 city networks collected over 6 months. "
        "TidePool raises the hit rate from 61.5% to 74.2% and cuts outgoing traffic by a third. "
        "A limitation is that servers need clocks which agree to within 50 ms; we leave "
        "unsynchronised clocks to future work. "
        "Code is available at https://github.com/example/tidepool."
    ),
    authors=("Ada Low", "Ben Ray"),
    published=date(2023, 5, 4),
    code_url="https://github.com/example/tidepool",
    source="tests",
)

MOSSNET = Record(
    title="MossNet: Estimating Bog Moisture from Aerial Photographs",
    text=(
        "Bogs store carbon only as long as they stay wet, yet sensors cover few of them. "
        "This paper introduces MossNet, a convolutional network that reads the moisture of a bog "
        "from colour photographs taken by drones. "
        "MossNet is trained on 12,400 labelled photographs of 31 bogs in Finland. "
        "On unseen bogs the mean error is 4.1 points, against 9.8 for a linear model. "
        "The network fails on frozen ground, which it mistakes for dry moss."
    ),
    author_count=7,
    published=date(2024, 11, 20),
    source="tests",
)

LANTERN = Record(
    title="A Survey of Sleep Studies with Wearable Light Meters",
    text=(
        "Light in the evening delays sleep, and wearable light meters promise to show by how much. "
        "This survey reviews 58 studies that used Wearable Light Meters (WLM) between 2010 and "
        "2022. "
        "We sort the studies by population, wearing position and outcome. "
        "Most studies are small: the median number of participants is 19. "
        "Results agree that evening light above 100 lux is followed by later sleep. "
        "Open problems are the calibration of WLM devices and the lack of long studies."
    ),
    published=date(2022, 9, 1),
    source="tests",
)

RIVET = Record(
    title="Why Do Riveted Joints Fail in Cold Climates?",
    text=(
        "Riveted joints of old bridges crack more often in cold climates. "
        "We argue that differences in thermal contraction between rivet and plate are to blame. "
        "A model of heat flow predicts cracks after 11,000 freezing cycles. "
        "Tests on 16 salvaged joints confirm the prediction within 8%. "
        "Data are released with the paper."
    ),
    author_count=3,
    published=date(2021, 2, 14),
    source="tests",
)

QUILL = Record(
    title="QUILL-2: Planning Before Writing for Long Stories",
    text=(
        "Language models lose the thread of long stories. "
        "We present Question-led Incremental Long-story Learning (QUILL-2), which first writes a "
        "plan as a list of questions and then answers them in turn. "
        "Readers preferred stories of QUILL-2 in 68% of 500 comparisons. "
        "Planning makes generation about 2.5 times slower."
    ),
    published=date(2024, 1, 9),
    source="tests",
)

PAPERS = (TIDEPOOL, MOSSNET, LANTERN, RIVET, QUILL)
