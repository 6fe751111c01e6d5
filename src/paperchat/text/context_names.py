"""Short forms that a question uses in passing, in any field, and that name no paper."""

from __future__ import annotations

CONTEXT_NAMES = frozenset(
    word
    for line in """
    ai agi ml dl nlp nlg nlu llm lm vlm mllm vllm slm lvlm lmm rl rlhf cv cnn rnn gan gnn mlp svm
    gpu cpu tpu ram api sdk ui ux gui cli qa vqa ocr asr tts ir rag sota ood iid id pdf html http
    url json xml csv sql os pc it iot vr ar xr 3d 2d 4d 1d 1-d 2-d 3-d rgb fps hd kpi roi faq ceo
    us usa uk eu un who fda nih nasa nato gdp gdpr ieee acm arxiv github iphone ipad youtube
    wikipedia latex bibtex python doi isbn issn
    dna rna mrna pcr hiv aids mri ct fmri eeg ecg ekg icu bmi adhd covid covid-19 sars-cov-2 gp nhs
    rct rcts ci hr or sd icd ph uv led
    kl mse mae rmse auc roc pca svd sgd iou map psnr ssim fid bleu rouge wer f1 em std iqr anova
    phd msc bsc am pm tv ok asap fyi btw imo imho diy
    """.splitlines()
    for word in line.split()
)
"""In lower case. Whether the library holds any of them does not matter: they say a field."""
