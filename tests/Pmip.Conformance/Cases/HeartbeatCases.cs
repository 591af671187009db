using Pmip.Conformance.Messages;
using Pmip.Conformance.Running;

namespace Pmip.Conformance.Cases;

/// <summary>Heartbeats, restarts and peers that know neither (RFC 5847).</summary>
public static class HeartbeatCases
{
    private const int Response = 1;
    private const int Unsolicited = 2;
    private const double Interval = 60;
    private const double IntervalMin = 30;

    [Case("5847-3-3", "5847-3.3-1", "5847-3.3-2", "5847-3.4-1", "probe-heartbeat")]
    public static void Lma_Request_AnsweredWithCounter(LmaTrial lma)
    {
        lma.Send(Request(0xDEADBEEF).With(MobilityOption.Unknown()));
        ExpectResponse(lma, 0xDEADBEEF);
    }

    [Case("5847-3-3", "5847-3.3-1", "5847-3.3-2", "5847-3.4-1", "probe-heartbeat")]
    public static void Mag_Request_AnsweredWithCounter(MagTrial mag)
    {
        mag.Send(Request(7).With(MobilityOption.Unknown()));
        ExpectResponse(mag, 7);
    }

    [Case("5847-3-2", Needs = Needs.Inside)]
    public static void Lma_WithoutBinding_Silent(LmaTrial lma) => Watch(lma).Silence("without a binding", 5 * Interval);

    [Case("5847-3-1", Needs = Needs.Inside)]
    public static void Mag_WithoutBinding_Silent(MagTrial mag) => Watch(mag).Silence("without a binding", 5 * Interval);

    [Case("5847-3-4", Needs = Needs.Inside)]
    public static void Lma_WithBinding_AsksNotTooOften(LmaTrial lma)
    {
        Watch(lma);
        lma.Register(lma.Update());
        AsksNotTooOften(lma, 5);
    }

    [Case("5847-3-4", Needs = Needs.Inside)]
    public static void Mag_WithBinding_AsksNotTooOften(MagTrial mag)
    {
        Watch(mag);
        mag.Serve();
        AsksNotTooOften(mag, 5);
    }

    [Case("5847-3-5", Needs = Needs.Inside)]
    public static void Lma_BindingErrorTwo_NeverAsksAgain(LmaTrial lma)
    {
        Watch(lma);
        lma.Register(lma.Update());
        lma.Await(MessageType.Heartbeat, 2 * Interval);
        lma.Send(new Message(MessageType.Error, [2, 0, .. new byte[16]]));
        lma.Silence("after a Binding Error with status 2", 4 * Interval);
    }

    [Case("5847-3-5", Needs = Needs.Inside)]
    public static void Mag_BindingErrorTwo_NeverAsksAgain(MagTrial mag)
    {
        Watch(mag);
        mag.Serve();
        mag.Await(MessageType.Heartbeat, 2 * Interval);
        mag.Send(new Message(MessageType.Error, [2, 0, .. new byte[16]]));
        mag.Silence("after a Binding Error with status 2", 4 * Interval);
    }

    [Case("5847-3.2-4", Needs = Needs.Inside)]
    public static void Lma_CounterOfAMagChanges_ItsBindingsGo(LmaTrial lma)
    {
        Watch(lma);
        lma.Register(lma.Update());
        ChangeCounter(lma);
        Expect.Equal(0, lma.Node.Tunnels!.Count, "number of tunnels");
    }

    [Case("5847-3.2-4", Needs = Needs.Inside)]
    public static void Mag_CounterOfItsLmaChanges_ConnectionIsRegisteredAnewOrGoes(MagTrial mag)
    {
        Watch(mag);
        mag.Serve();
        ChangeCounter(mag);
        if (mag.Next(2) is ReceivedMessage update)
        {
            Expect.Equal(MessageType.Update, update.Type, "a message of type");
            Expect.That(update.Lifetime > 0, "a registration");
            mag.Send(mag.Answer(update, 130));
        }

        mag.ExpectServed(false, "by an LMA that has forgotten the binding");
        Expect.Equal(0, mag.Node.Tunnels!.Count, "number of tunnels");
    }

    [Case("5847-3.2-1", "5847-3.2-5", Needs = Needs.Restarted | Needs.Inside)]
    public static void Lma_AfterARestart_TellsItsPeers(LmaTrial lma) => TellsItsPeers(Watch(lma));

    [Case("5847-3.2-1", "5847-3.2-5", Needs = Needs.Restarted | Needs.Inside)]
    public static void Mag_AfterARestart_TellsItsPeers(MagTrial mag) => TellsItsPeers(Watch(mag));

    private static Trial Watch(Trial trial)
    {
        trial.SeesHeartbeats = true;
        return trial;
    }

    private static Message Request(uint sequence) => new(MessageType.Heartbeat, [0, 0, .. Octets.Of32(sequence)]);

    private static Message Answer(uint sequence, uint counter, int flags = Response) => new Message(
        MessageType.Heartbeat, [.. Octets.Of16(flags), .. Octets.Of32(sequence)]).With(MobilityOption.RestartCounter(counter));

    private static void ExpectResponse(Trial trial, uint sequence)
    {
        ReceivedMessage answer = trial.Await(MessageType.Heartbeat);
        Expect.Equal(Response, answer.Flags, "flag R alone");
        Expect.Equal(sequence, answer.HeartbeatSequence, "sequence number");
        Expect.Equal(4, answer.Only(OptionType.RestartCounter).Value.Length, "length of the restart counter");
        Alignment.Expect(answer);
    }

    private static void AsksNotTooOften(Trial trial, int times)
    {
        double last = double.MinValue;
        uint sequence = 0;
        for (int i = 0; i < times; i++)
        {
            ReceivedMessage request = trial.Await(MessageType.Heartbeat, 2 * Interval);
            double now = trial.Node.Elapsed.TotalSeconds;
            Expect.That(i == 0 || now - last >= IntervalMin, $"at least {IntervalMin} s between requests, it is {now - last:F1}");
            Expect.Equal(0, request.Flags, "flags of a request");
            Expect.That(i == 0 || request.HeartbeatSequence != sequence, "another sequence number");
            Expect.That(!request.Has(OptionType.RestartCounter), "no restart counter in a request");
            (last, sequence) = (now, request.HeartbeatSequence);
            trial.Send(Answer(sequence, 5));
        }
    }

    // The first counter is noted, the same again changes nothing, another one means a restart.
    private static void ChangeCounter(Trial trial)
    {
        foreach (uint counter in (uint[])[5, 5])
        {
            trial.Send(Answer(trial.Await(MessageType.Heartbeat, 2 * Interval).HeartbeatSequence, counter));
            trial.Wait(1);
            Expect.Equal(1, trial.Node.Tunnels!.Count, "number of tunnels");
        }

        trial.Send(Answer(trial.Await(MessageType.Heartbeat, 2 * Interval).HeartbeatSequence, 6));
        trial.Wait(0.5);
    }

    private static void TellsItsPeers(Trial trial)
    {
        ReceivedMessage told = trial.Await(MessageType.Heartbeat, 5);
        Expect.Equal(Response | Unsolicited, told.Flags, "flags R and U");
        Expect.That(told.Has(OptionType.RestartCounter), "a restart counter");
    }
}
