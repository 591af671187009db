using Pmip.Board.Buttons;
using Pmip.Board.Leds;
using Pmip.Board.Profiles;

namespace Pmip.Board;

/// <summary>
/// Which drivers stand behind lights and buttons: those of the kernel, or System.Device.Gpio and Iot.Device.Bindings where the
/// build has them (property <c>PmipIot</c>) and the kernel's do not serve.
/// </summary>
internal static class BoardDrivers
{
    public static ILight? OpenLight(string root, LightDevice device)
    {
#if PMIP_IOT
        if (root == "/" && Iot.IotLight.Find(device) is ILight light)
        {
            return light;
        }
#endif
        return KernelLight.Find(root, device.Names);
    }

    public static IButton? OpenButton(string root, ButtonDevice device, out string problem)
    {
        if (device.Key > 0)
        {
            return KeyButton.TryOpen(root, device, out problem);
        }

#if PMIP_IOT
        if (root == "/" && Iot.IotButton.TryOpen(device, out _) is IButton button)
        {
            problem = "";
            return button;
        }
#endif
        return GpioButton.TryOpen(root, device, out problem);
    }
}
