"""English wording of satisfaction: the score, its alert, its part of a profile."""

MESSAGES: dict[str, str] = {
    "methods.area.surveys": "Surveys",
    # ── score ──
    "satisfaction.result": "Mean {mean} on a scale of {min} to {max}, {n:answer|answers}, the last on {on}",
    "satisfaction.result_unscored": "{n:answer|answers} without a score, the last on {on}",
    "satisfaction.no_survey": "No survey yet",
    "satisfaction.not_asked": "Not yet a customer when surveys were made",
    "satisfaction.no_answer": "Surveys have brought no answer",
    "satisfaction.factor": "{dimension}",
    "satisfaction.change": "{change} the time before",
    "satisfaction.up": "{n} above",
    "satisfaction.down": "{n} below",
    "satisfaction.unchanged": "the same as",
    "satisfaction.promoter": "Promoter (would recommend: {n})",
    "satisfaction.passive": "Passive (would recommend: {n})",
    "satisfaction.detractor": "Detractor (would recommend: {n})",
    # ── alert ──
    "alert.satisfaction-drop": "Satisfaction fell sharply: {dimension} from {before} to {now}",
    "alert.satisfaction-drop.more": (
        "Satisfaction fell sharply: {dimension} from {before} to {now}, and {others:other figure|other figures} with it"
    ),
    "alert.satisfaction-drop.mean": "Satisfaction fell sharply: the mean from {before} to {now}",
    "alert.satisfaction-drop.mean.more": (
        "Satisfaction fell sharply: the mean from {before} to {now}, and {others:other figure|other figures} with it"
    ),
    "alert.factor.satisfaction_mean": "Mean",
    "alert.factor.satisfaction_before": "{before} the time before",
    "alert.parameter.points": "Points lost in one dimension",
    "alert.parameter.mean_points": "Points lost on average",
    # ── profile ──
    "profile.satisfaction": "Satisfaction",
    "profile.satisfaction.all": "Satisfaction of all customers",
    "profile.satisfaction.no_answer": "{n:survey has|surveys have} been made since the cooperation began; no answer has come back.",
    "profile.satisfaction.first": (
        "{n:answer|answers} up to {on} {n?gives|give} a mean of {mean} on a scale of {min} to {max}; there is nothing earlier to compare with."
    ),
    "profile.satisfaction.same": (
        "{n:answer|answers} up to {on} {n?gives|give} a mean of {mean} on a scale of {min} to {max}, the same as the time before."
    ),
    "profile.satisfaction.up": (
        "{n:answer|answers} up to {on} {n?gives|give} a mean of {mean} on a scale of {min} to {max}, {change} more than the time before."
    ),
    "profile.satisfaction.down": (
        "{n:answer|answers} up to {on} {n?gives|give} a mean of {mean} on a scale of {min} to {max}, {change} less than the time before."
    ),
    "profile.satisfaction.unscored": "{n:answer|answers} came back up to {on}, none with a score.",
    "profile.satisfaction.answers": "{n:answer|answers}",
    "profile.satisfaction.change": "Since the time before",
    "profile.satisfaction.mean": "Mean",
    "profile.satisfaction.not_asked": "not answered",
    "profile.satisfaction.mixed": "Surveys on another scale are not compared with these and are left out here.",
    "profile.satisfaction.no_contact": "Contact not named",
}
