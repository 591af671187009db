using Pmip.Access;
using Pmip.Engine.Mag;

namespace Pmip.Appliance.Host;

/// <summary>What a MAG remembers: its engine, its access side, and the profiles that the access side numbers.</summary>
internal sealed record GatewayParts(MobileAccessGateway Engine, AccessLinks Links, NodeProfiles Profiles);
