using System;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace Pmip.Lab.Crowds;

/// <summary>
/// Lets many stations live behind one interface: each solicits until a router advertises itself and a prefix to it, and answers when it is
/// asked whether it is there. SIGHUP makes all of them solicit anew.
/// </summary>
internal sealed class StationLoop
{
    private static readonly TimeSpan Repetition = TimeSpan.FromMilliseconds(500);

    private readonly Station[] _stations;
    private readonly byte[] _frame = new byte[2048];
    private readonly LinkSocket _link;
    private int _isAskedToSpeak = 1;
    private bool _isReported;

    private StationLoop(LinkSocket link, int first, int count)
    {
        _link = link;
        _stations = [.. Enumerable.Range(first, count).Select(number => new Station(number))];
    }

    internal static int Run(string link, int first, int count)
    {
        using LinkSocket socket = new(link);
        StationLoop loop = new(socket, first, count);
        using PosixSignalRegistration speak = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Volatile.Write(ref loop._isAskedToSpeak, 1);
        });
        Console.WriteLine("living");
        loop.Live();
        return 0;
    }

    private void Live()
    {
        Stopwatch sinceRound = new();
        while (true)
        {
            if (Interlocked.Exchange(ref _isAskedToSpeak, 0) == 1)
            {
                Array.ForEach(_stations, station => station.IsServed = false);
                _isReported = false;
                sinceRound.Reset();
            }

            if (!sinceRound.IsRunning || sinceRound.Elapsed >= Repetition)
            {
                sinceRound.Restart();
                SolicitOnce();
            }

            if (_link.TryReceive(_frame, TimeSpan.FromMilliseconds(50), out int length))
            {
                Hear(_frame.AsSpan(0, length));
            }

            if (!_isReported && _stations.All(station => station.IsServed))
            {
                _isReported = true;
                Console.WriteLine("all served");
            }
        }
    }

    private void SolicitOnce()
    {
        foreach (Station station in _stations)
        {
            if (!station.IsServed)
            {
                _link.Send(station.Solicit());
            }
        }
    }

    private void Hear(ReadOnlySpan<byte> frame)
    {
        const int icmp = 54;
        const byte routerAdvertisement = 134;
        const byte neighborSolicitation = 135;
        if (frame.Length < icmp + 16 || frame[20] != 58)
        {
            return;
        }

        if (frame[icmp] == routerAdvertisement && OwnerOf(frame[..6]) is Station advertised)
        {
            bool isLasting = (frame[icmp + 6] | frame[icmp + 7]) != 0;
            advertised.IsServed |= isLasting && HasPrefix(frame[(icmp + 16)..]);
        }
        else if (frame[icmp] == neighborSolicitation && frame.Length >= icmp + 24 && OwnerOfAddress(frame.Slice(icmp + 8, 16)) is Station asked)
        {
            _link.Send(asked.Advertise(frame));
        }
    }

    private static bool HasPrefix(ReadOnlySpan<byte> options)
    {
        while (options.Length >= 8 && options[1] > 0 && options.Length >= options[1] * 8)
        {
            if (options[0] == 3)
            {
                return true;
            }

            options = options[(options[1] * 8)..];
        }

        return false;
    }

    private Station? OwnerOf(ReadOnlySpan<byte> mac)
    {
        foreach (Station station in _stations)
        {
            if (station.Mac.SequenceEqual(mac))
            {
                return station;
            }
        }

        return null;
    }

    private Station? OwnerOfAddress(ReadOnlySpan<byte> address)
    {
        foreach (Station station in _stations)
        {
            if (station.LinkLocal.SequenceEqual(address))
            {
                return station;
            }
        }

        return null;
    }
}
