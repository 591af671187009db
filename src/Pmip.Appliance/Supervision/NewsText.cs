using Pmip.Appliance.Logging;
using Pmip.Board.Watchdog;

namespace Pmip.Appliance.Supervision;

/// <summary>News of the supervisor as lines of the log.</summary>
internal static class NewsText
{
    /// <summary>The level of a piece of news.</summary>
    public static EventLevel LevelOf(in SupervisorNews news) => news.Kind switch
    {
        SupervisorNewsKind.LoopRecovered or SupervisorNewsKind.PetTaken => EventLevel.Info,
        SupervisorNewsKind.LoopLate or SupervisorNewsKind.SupervisorLate => EventLevel.Warn,
        _ => EventLevel.Error,
    };

    /// <summary>A piece of news as a sentence.</summary>
    public static string SentenceOf(in SupervisorNews news)
    {
        string loop = news.Loop is null ? "" : $"loop {news.Loop.Progress.Name}";
        string deadline = news.Loop is null ? "" : ResetText.Text(news.Loop.Progress.Deadline);
        string time = ResetText.Text(news.Silence);
        return news.Kind switch
        {
            SupervisorNewsKind.LoopLate => $"{loop} has not got on for {time}; after {deadline} {Consequence(news.Loop)}",
            SupervisorNewsKind.LoopRecovered => $"{loop} gets on again",
            SupervisorNewsKind.LoopSilent => $"{loop} has not got on for {time} of at most {deadline}: the watchdog is left to bite",
            SupervisorNewsKind.StartStalled => $"the start is not finished after {time}: the watchdog is left to bite",
            SupervisorNewsKind.PetRefused => $"the watchdog cannot be petted: {news.Status.Message}",
            SupervisorNewsKind.PetTaken => "the watchdog can be petted again",
            SupervisorNewsKind.SupervisorLate => $"this process did not run for {time}: it was stopped, or the machine is overloaded",
            _ => $"the reason of the coming reset cannot be kept: {news.Status.Message}",
        };
    }

    private static string Consequence(SupervisedLoop? loop) => loop is { IsRequired: true } ? "the watchdog is left to bite" : "it is called silent";
}
