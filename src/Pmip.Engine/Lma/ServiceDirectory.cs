using System;
using System.Text;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
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
    private readonly Subscriber[] _subscribers;
    private readonly HashIndex _byIdentifier;
    private readonly SipHash _hash;
    private readonly bool _acceptsUnknown;
    private readonly bool _requiresSelection;

    public ServiceDirectory(LmaConfiguration configuration, SipHash hash)
    {
        _hash = hash;
        _acceptsUnknown = configuration.AcceptUnknownSubscribers;
        _requiresSelection = configuration.Mode == SpecificationMode.ThreeGpp;
        _accessPoints = new AccessPoint[configuration.AccessPoints.Count];
        for (int i = 0; i < _accessPoints.Length; i++)
        {
            _accessPoints[i] = new AccessPoint(
                configuration.AccessPoints[i],
                _requiresSelection,
                PoolOf(configuration, i, configuration.AccessPoints[i].Ipv6Pool),
                PoolOf(configuration, i, configuration.AccessPoints[i].Ipv4Pool));
        }

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
            request.AccessPoint = isKnown ? _subscribers[any].AccessPoint : _accessPoints.Length == 0 ? -1 : 0;
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

    /// <summary>The APN that a Service Selection option names, or -1.</summary>
    public int FindSelected(ReadOnlySpan<byte> service)
    {
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

    public void Verify()
    {
        foreach (AccessPoint accessPoint in _accessPoints)
        {
            accessPoint.Ipv6Pool?.Verify();
            accessPoint.Ipv4Pool?.Verify();
        }
    }

    // Two APNs over one range share one pool, so that no address is given twice.
    private AddressPool? PoolOf(LmaConfiguration configuration, int upTo, IpPrefix? range)
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
                return _accessPoints[i].Ipv6Pool;
            }

            if (other.Ipv4Pool?.Masked == wanted.Masked)
            {
                return _accessPoints[i].Ipv4Pool;
            }
        }

        return new AddressPool(wanted, configuration.Limits.Bindings, configuration.Quarantine);
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
            if (name.SequenceEqual(_accessPoints[i].Name))
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

        public AccessPoint(AccessPointConfiguration configuration, bool usesLabels, AddressPool? ipv6Pool, AddressPool? ipv4Pool)
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
