using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Mag;

/// <content>
/// What an LMA wishes of us: when to refresh (Binding Refresh Advice, RFC 6275 6.2.4; re-registration control, RFC 8127 3.1.1), how
/// to repeat a refresh, and how often to send heartbeats (RFC 8127 3.1.2). Done for LMAs that the configuration trusts with it; of
/// the heartbeat control the interval alone, since we repeat a heartbeat only with the next one.
/// </content>
public sealed partial class MobileAccessGateway
{
    private const int HeartbeatSecondsMin = 30; // RFC 5847 5
    private const int HeartbeatSecondsMax = 3600;
    private readonly RetransmissionTimes[] _imposed; // by LMA; zero where our own hold

    // The moment belongs to the binding and is judged with each answer; the times hold for all refreshes with the LMA from now on.
    private Duration RefreshBeforeEnd(int lma, scoped in ProxyBindingAcknowledgement answer, Duration lifetime)
    {
        if (!answer.OptionSet.HasRefreshAdvice && !answer.OptionSet.HasLmaControlledParameters)
        {
            return Duration.Zero;
        }

        if (!_paths.AcceptsParameters(lma))
        {
            Counters.Increment(MagCounter.ParametersPassedOver);
            return Duration.Zero;
        }

        Duration before = Duration.Zero;
        if (answer.OptionSet.HasRefreshAdvice)
        {
            Duration advice = Duration.FromSeconds(4L * answer.OptionSet.RefreshIntervalUnits);
            before = TakeMoment(advice < lifetime ? new Duration(lifetime.Microseconds - advice.Microseconds) : Duration.Zero, lifetime);
        }

        ref readonly LmaControlledMagParameters parameters = ref answer.OptionSet.LmaControlledParameters;
        if (answer.OptionSet.HasLmaControlledParameters && parameters.HasReregistrationControl)
        {
            Duration start = TakeMoment(Duration.FromSeconds(4L * parameters.ReregistrationStartUnits), lifetime);
            before = start > before ? start : before; // Of two wishes the earlier refresh serves both.
            TakeRetransmission(lma, parameters);
        }

        if (answer.OptionSet.HasLmaControlledParameters && parameters.HasHeartbeatControl)
        {
            bool isSound = parameters.HeartbeatIntervalSeconds is >= HeartbeatSecondsMin and <= HeartbeatSecondsMax;
            Counters.Increment(isSound ? MagCounter.ParametersTaken : MagCounter.ParametersUnfit);
            if (isSound)
            {
                Supervision.Impose(lma, Duration.FromSeconds(parameters.HeartbeatIntervalSeconds));
            }
        }

        return before;
    }

    // Only a moment within the lifetime is one.
    private Duration TakeMoment(Duration before, Duration lifetime)
    {
        bool isSound = before > Duration.Zero && before < lifetime;
        Counters.Increment(isSound ? MagCounter.ParametersTaken : MagCounter.ParametersUnfit);
        return isSound ? before : Duration.Zero;
    }

    private void TakeRetransmission(int lma, in LmaControlledMagParameters parameters)
    {
        bool isSound = parameters.InitialRetransmissionSeconds > 0
            && parameters.InitialRetransmissionSeconds <= parameters.MaximumRetransmissionSeconds;
        Counters.Increment(isSound ? MagCounter.ParametersTaken : MagCounter.ParametersUnfit);
        if (isSound)
        {
            _imposed[lma] = new RetransmissionTimes(
                Duration.FromSeconds(parameters.InitialRetransmissionSeconds), Duration.FromSeconds(parameters.MaximumRetransmissionSeconds));
        }
    }

    private RetransmissionTimes TimesOf(in BindingUpdateListEntry entry) =>
        entry.State == BindingUpdateState.Refreshing && entry.Dropped == 0 && _imposed[entry.Lma].Initial > Duration.Zero
            ? _imposed[entry.Lma]
            : new RetransmissionTimes(_configuration.InitialBindAckTimeout, _configuration.MaxBindAckTimeout);

    private readonly record struct RetransmissionTimes(Duration Initial, Duration Maximum);
}
