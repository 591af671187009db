using System;
using System.Text;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Randomness;
using Pmip.Foundation.Tables;
using Pmip.Wire.Mobility;
using Pmip.Wire.Options;

namespace Pmip.Engine.Lma;

/// <summary>
/// The APNs and the subscribers of the configuration, made at start into tables that are searched without allocation. It
/// answers steps 4 of RFC 5213 5.3.1 and RFC 5149 5: is the node served here, enabled, and entitled to the APN.
/// </summary>
internal sealed class ServiceDirectory
{
    private readonly AccessPoint[] _accessPoints;
    private readonly AddressPool[] _pools;
    private readonly bool[] _isUnused; // of access points that are served no more: whether nothing refers to the number
    private readonly Subscriber[] _subscribers;
    private readonly HashIndex _byIdentifier;
    private readonly SipHash _hash;
    private readonly bool _acceptsUnknown;
    private readonly bool _requiresSelection;
    private readonly int _first;

    /// <summary>
    /// Makes the tables of a configuration. An access point that <paramref name="previous"/> knows keeps its number; one that is
    /// not served any more keeps it as long as something refers to it.
    /// </summary>
    public ServiceDirectory(LmaConfiguration configuration, SipHash hash, ServiceDirectory? previous = null)
    {
        _hash = hash;
        _acceptsUnknown = configuration.AcceptUnknownSubscribers;
        _requiresSelection = configuration.Mode == SpecificationMode.ThreeGpp;
        int[] numbers = NumbersOf(configuration, previous, out int count);
        _first = numbers.Length == 0 ? -1 : numbers[0];
        _accessPoints = new AccessPoint[count];
        _isUnused = new bool[count];
        AddressPool[] pools = new AddressPool[2 * numbers.Length];
        int pooled = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            AddressPool? ipv6Pool = PoolOf(configuration, numbers, i, configuration.AccessPoints[i].Ipv6Pool, pools, ref pooled);
            AddressPool? ipv4Pool = PoolOf(configuration, numbers, i, configuration.AccessPoints[i].Ipv4Pool, pools, ref pooled);
            byte version = TreatmentVersionOf(previous, numbers[i], configuration.AccessPoints[i]);
            _accessPoints[numbers[i]] = new AccessPoint(configuration.AccessPoints[i], _requiresSelection, ipv6Pool, ipv4Pool, version);
        }

        for (int number = 0; number < count; number++)
        {
            if (_accessPoints[number].Name is null)
            {
                _accessPoints[number] = AccessPoint.Retired(previous!._accessPoints[number]);
            }
        }

        _pools = pools[..pooled];
        _subscribers = new Subscriber[configuration.Subscribers.Count];
        _byIdentifier = new HashIndex(Math.Max(_subscribers.Length, 1));
        for (int i = 0; i < _subscribers.Length; i++)
        {
            SubscriberConfiguration entry = configuration.Subscribers[i];
            byte[] identifier = Encoding.UTF8.GetBytes(entry.Identifier);
            _subscribers[i] = new Subscriber(entry, identifier, FindAccessPoint(Encoding.UTF8.GetBytes(entry.AccessPoint)));
            _byIdentifier.Add(_hash.Hash(identifier), i);
            ReserveStatic(entry);
        }
    }

    /// <summary>Access points by number, those among them that are not served any more.</summary>
    public int Count => _accessPoints.Length;

    public ref readonly AccessPoint AccessPointAt(int index) => ref _accessPoints[index];

    /// <summary>Families that the node may use: those of the APN and, of a known subscriber, its own.</summary>
    public PdnType TypeFor(int accessPoint, int subscriber) =>
        subscriber < 0 ? _accessPoints[accessPoint].Type : _accessPoints[accessPoint].Type & _subscribers[subscriber].Type;

    public IpPrefix? StaticPrefixOf(int subscriber) => subscriber < 0 ? null : _subscribers[subscriber].Prefix;

    /// <summary>The subscriber's own IPv4 address, or unspecified.</summary>
    public IpAddress StaticIpv4Of(int subscriber) => subscriber < 0 ? default : _subscribers[subscriber].Ipv4;

    /// <summary>Fills in APN and subscriber of a request, or says why the node is not served.</summary>
    public Refusal Resolve(in ProxyBindingUpdate update, ref RegistrationRequest request)
    {
        bool isKnown = TryFindSubscriber(update.Identifier, request.IdentifierHash, -1, out int any);
        if (!isKnown && !_acceptsUnknown)
        {
            return Refusal.NodeUnknown;
        }

        if (!update.HasServiceSelection)
        {
            if (_requiresSelection)
            {
                return Refusal.AccessPointMissing;
            }

            // RFC 5149 makes the option optional: we choose the subscriber's first APN, else the first of the file.
            request.AccessPoint = isKnown ? _subscribers[any].AccessPoint : _first;
        }
        else
        {
            request.AccessPoint = FindSelected(update.ServiceSelection);
        }

        if (request.AccessPoint < 0)
        {
            return Refusal.AccessPointUnknown;
        }

        if (!TryFindSubscriber(update.Identifier, request.IdentifierHash, request.AccessPoint, out request.Subscriber))
        {
            return isKnown ? Refusal.AccessPointDenied : Refusal.None;
        }

        return _subscribers[request.Subscriber].IsEnabled ? Refusal.None : Refusal.NodeBarred;
    }

    /// <summary>Whether a node is served as its binding has it, and as which subscriber (-1: none that is known).</summary>
    public BindingContradiction Judge(ReadOnlySpan<byte> identifier, ulong hash, int accessPoint, out int subscriber)
    {
        subscriber = -1;
        if (_accessPoints[accessPoint].IsRetired)
        {
            return BindingContradiction.AccessPointRemoved;
        }

        if (TryFindSubscriber(identifier, hash, accessPoint, out subscriber))
        {
            return _subscribers[subscriber].IsEnabled ? BindingContradiction.None : BindingContradiction.SubscriberBarred;
        }

        bool isServed = _acceptsUnknown && !TryFindSubscriber(identifier, hash, -1, out _);
        subscriber = -1;
        return isServed ? BindingContradiction.None : BindingContradiction.SubscriberUnknown;
    }

    /// <summary>The subscriber of a binding, or -1.</summary>
    public int SubscriberOf(ReadOnlySpan<byte> identifier, ulong hash, int accessPoint) =>
        TryFindSubscriber(identifier, hash, accessPoint, out int subscriber) ? subscriber : -1;

    /// <summary>The pool that an address is in, or null.</summary>
    public AddressPool? PoolOver(IpAddress address)
    {
        for (int i = 0; i < _pools.Length; i++)
        {
            if (_pools[i].Covers(address))
            {
                return _pools[i];
            }
        }

        return null;
    }

    /// <summary>Lets the pools rest what rests in those of the directory before.</summary>
    public void TakeOverRests(ServiceDirectory previous)
    {
        foreach (AddressPool own in _pools)
        {
            foreach (AddressPool old in previous._pools)
            {
                if (own.Overlaps(old))
                {
                    own.TakeOverRests(old);
                }
            }
        }
    }

    /// <summary>Notes that nothing refers to the number of an access point that is not served any more.</summary>
    public void NoteUnused(int accessPoint) => _isUnused[accessPoint] = _accessPoints[accessPoint].IsRetired;

    /// <summary>The APN that a Service Selection option names, or -1.</summary>
    public int FindSelected(ReadOnlySpan<byte> service)
    {
        // Nearly every request names its APN just as we would: then nothing needs to be decoded.
        for (int i = 0; _requiresSelection && i < _accessPoints.Length; i++)
        {
            if (!_accessPoints[i].IsRetired && service.SequenceEqual(_accessPoints[i].WireName))
            {
                return i;
            }
        }

        Span<byte> dotted = stackalloc byte[AccessPointName.LengthMax + 1];
        bool isName = AccessPointName.TryDecode(service, dotted, out int length);
        return Find(dotted[..(isName ? length : 0)]);
    }

    /// <summary>The APN with a dotted name, its operator identifier passed over when it is not in the file, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        int exact = FindAccessPoint(name);
        return exact >= 0 ? exact : FindAccessPoint(AccessPointName.NetworkIdentifier(name));
    }

    /// <summary>Walks the pools, which have given out <paramref name="taken"/> addresses altogether.</summary>
    public void Verify(int taken)
    {
        foreach (AddressPool pool in _pools)
        {
            pool.Verify();
            taken -= pool.CountTaken();
        }

        Invariant.Require(taken == 0);
    }

    // Two APNs over one range share one pool, so that no address is given twice.
    private AddressPool? PoolOf(LmaConfiguration configuration, int[] numbers, int upTo, IpPrefix? range, AddressPool[] pools, ref int pooled)
    {
        if (range is not IpPrefix wanted)
        {
            return null;
        }

        for (int i = 0; i < upTo; i++)
        {
            AccessPointConfiguration other = configuration.AccessPoints[i];
            if (other.Ipv6Pool?.Masked == wanted.Masked)
            {
                return _accessPoints[numbers[i]].Ipv6Pool;
            }

            if (other.Ipv4Pool?.Masked == wanted.Masked)
            {
                return _accessPoints[numbers[i]].Ipv4Pool;
            }
        }

        AddressPool pool = new(wanted, configuration.Limits.Bindings, configuration.Quarantine);
        pools[pooled++] = pool;
        return pool;
    }

    private static int[] NumbersOf(LmaConfiguration configuration, ServiceDirectory? previous, out int count)
    {
        byte[][] names = new byte[configuration.AccessPoints.Count][];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Encoding.UTF8.GetBytes(configuration.AccessPoints[i].Name);
        }

        byte[][] known = previous is null ? [] : Array.ConvertAll(previous._accessPoints, static accessPoint => accessPoint.Name);
        return AccessPointNumbers.Of(names, known, previous?._isUnused ?? [], out count);
    }

    private static byte TreatmentVersionOf(ServiceDirectory? previous, int number, AccessPointConfiguration next)
    {
        if (previous is null || number >= previous._accessPoints.Length)
        {
            return 0;
        }

        ref readonly AccessPoint before = ref previous._accessPoints[number];
        return before.Treatment == next.Treatment ? before.TreatmentVersion : unchecked((byte)(before.TreatmentVersion + 1));
    }

    private void ReserveStatic(SubscriberConfiguration entry)
    {
        foreach (AccessPoint accessPoint in _accessPoints)
        {
            if (entry.Ipv6Prefix is IpPrefix prefix)
            {
                accessPoint.Ipv6Pool?.Reserve(prefix.Masked.Address);
            }

            if (!entry.Ipv4Address.IsUnspecified)
            {
                accessPoint.Ipv4Pool?.Reserve(entry.Ipv4Address);
            }
        }
    }

    private int FindAccessPoint(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _accessPoints.Length; i++)
        {
            if (!_accessPoints[i].IsRetired && name.SequenceEqual(_accessPoints[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    private bool TryFindSubscriber(ReadOnlySpan<byte> identifier, ulong hash, int accessPoint, out int subscriber)
    {
        for (int probe = _byIdentifier.First(hash); probe >= 0; probe = _byIdentifier.Next(probe, hash))
        {
            subscriber = _byIdentifier.SlotAt(probe);
            if (identifier.SequenceEqual(_subscribers[subscriber].Identifier)
                && (accessPoint < 0 || _subscribers[subscriber].AccessPoint == accessPoint))
            {
                return true;
            }
        }

        subscriber = -1;
        return false;
    }

    /// <summary>An APN with its pools.</summary>
    internal readonly struct AccessPoint
    {
        public readonly byte[] Name;

        /// <summary>Not served any more: it stands here for the bindings that it still has.</summary>
        public readonly bool IsRetired;

        /// <summary>The name as Service Selection carries it: labels in 3GPP mode, text else.</summary>
        public readonly byte[] WireName;
        public readonly PdnType Type;
        public readonly AddressPool? Ipv6Pool;
        public readonly AddressPool? Ipv4Pool;
        public readonly IpAddress Ipv4Router;
        public readonly byte Ipv4PrefixLength;
        public readonly bool DefersIpv4;
        public readonly bool MagServesDhcp;
        public readonly BackOffTime? BackOffTime;
        public readonly IpAddress[] DnsServers;
        public readonly SessionTreatment Treatment;

        /// <summary>Another one whenever the treatment is another one: sessions of an older one are installed anew with their next registration.</summary>
        public readonly byte TreatmentVersion;

        public AccessPoint(AccessPointConfiguration configuration, bool usesLabels, AddressPool? ipv6Pool, AddressPool? ipv4Pool, byte treatmentVersion)
        {
            Name = Encoding.UTF8.GetBytes(configuration.Name);
            WireName = WireNameOf(Name, usesLabels);
            Type = configuration.Type;
            Ipv6Pool = ipv6Pool;
            Ipv4Pool = ipv4Pool;
            Ipv4Router = configuration.Ipv4Router;
            Ipv4PrefixLength = 32;
            DefersIpv4 = usesLabels && configuration.Ipv4Allocation == Ipv4Allocation.Deferred;
            MagServesDhcp = configuration.MagServesDhcp;
            BackOffTime = configuration.BackOffTime;
            DnsServers = [.. configuration.DnsServers];
            Treatment = configuration.Treatment;
            TreatmentVersion = treatmentVersion;
            if (configuration.Ipv4Pool is IpPrefix pool)
            {
                // RFC 5844 3.3.2 wants a default router in every reply: without one in the file we take the first host.
                Ipv4Router = Ipv4Router.IsUnspecified && pool.Length < 31
                    ? IpAddress.FromIPv4(pool.Masked.Address.IPv4 + 1)
                    : Ipv4Router;
                Ipv4PrefixLength = pool.Length;
                ipv4Pool?.Reserve(Ipv4Router);
            }
        }

        private AccessPoint(in AccessPoint served)
        {
            Name = served.Name;
            WireName = served.WireName;
            IsRetired = true;
            Ipv4Router = served.Ipv4Router;
            Ipv4PrefixLength = served.Ipv4PrefixLength;
            MagServesDhcp = served.MagServesDhcp;
            DnsServers = [];
            Treatment = served.Treatment;
            TreatmentVersion = served.TreatmentVersion;
        }

        public static AccessPoint Retired(in AccessPoint served) => new(served);

        private static byte[] WireNameOf(byte[] name, bool usesLabels)
        {
            byte[] labels = new byte[name.Length + 1];
            return usesLabels && AccessPointName.TryEncodeLabels(name, labels, out int written) ? labels[..written] : name;
        }
    }

    private readonly struct Subscriber(SubscriberConfiguration configuration, byte[] identifier, int accessPoint)
    {
        public readonly byte[] Identifier = identifier;
        public readonly int AccessPoint = accessPoint;
        public readonly bool IsEnabled = configuration.IsEnabled;
        public readonly PdnType Type = configuration.Type;
        public readonly IpPrefix? Prefix = configuration.Ipv6Prefix;
        public readonly IpAddress Ipv4 = configuration.Ipv4Address;
    }
}
